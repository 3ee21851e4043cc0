package org.acme.contactsheet;

/**
 * A small copy of a picture.
 *
 * @param png the small copy
 * @param pictureWidth of the picture, in pixels, as it is looked at
 * @param pictureHeight of the picture, in pixels, as it is looked at
 * @param pid the process that made it
 */
public record Thumbnail(byte[] png, int pictureWidth, int pictureHeight, long pid) {
}
