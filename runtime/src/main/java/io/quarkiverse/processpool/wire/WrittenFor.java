package io.quarkiverse.processpool.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Both sides: the records that generated code takes apart and puts together, each as it was then, such as {@code
 * org.acme.Point(int x, int y)}, without type arguments. A compiler that is given only what has changed does not
 * generate the code again when such a record changes; so the build of an application compares the two.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface WrittenFor {

    /** The records, in the order of their names. */
    String[] value();
}
