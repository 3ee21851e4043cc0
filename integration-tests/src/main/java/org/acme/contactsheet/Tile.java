package org.acme.contactsheet;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One picture of a sheet, as it came out.
 *
 * @param index which picture of the request it is, from 0
 * @param name of its file
 * @param thumbnail null if there is none
 * @param refusal why there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Tile(int index, String name, Thumbnail thumbnail, Refusal refusal) {
}
