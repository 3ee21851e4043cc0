package io.quarkiverse.processpool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;

/** Chooses one pool by its name: {@code @Inject @PoolName("images") ProcessPool pool}. */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE })
public @interface PoolName {

    /** The name as in {@link InProcessPool#pool()}, or the one derived from the declaring class. */
    String value();

    /** A {@link PoolName} for programmatic lookup. */
    final class Literal extends AnnotationLiteral<PoolName> implements PoolName {

        private static final long serialVersionUID = 1L;

        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /** The annotation with that name. */
        public static Literal of(String value) {
            return new Literal(value);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
