package io.quarkiverse.processpool.processor.model;

import java.util.List;
import java.util.function.Supplier;

import javax.lang.model.type.TypeMirror;

import io.quarkiverse.processpool.processor.message.Message;

/** How the values of one static type travel between the processes. */
public sealed interface Encoding {

    /** The static type of the value in the generated code; names no type variable. */
    TypeMirror type();

    /** The encodings of what such a value consists of. */
    default List<Encoding> parts() {
        return List.of();
    }

    /** {@code Void}: nothing is written. */
    record Nothing(TypeMirror type) implements Encoding {
    }

    /** A primitive, written by {@code Encoder.write<call>}. */
    record Primitive(TypeMirror type, String call) implements Encoding {
    }

    /** A boxed primitive: whether it is there, then the primitive. */
    record Boxed(TypeMirror type, String call) implements Encoding {
    }

    /** A type for which {@code Encoder} and {@code Decoder} have a method of their own, which takes null. */
    record Known(TypeMirror type, String call) implements Encoding {

        /** The call for a stream, which only a parameter can be. */
        public static final String INPUT = "InputStream";
    }

    /** A constant of an enum. */
    record Constant(TypeMirror type) implements Encoding {
    }

    /** A record: whether it is there, then its components. */
    final class RecordValue implements Encoding {

        private final TypeMirror type;
        private final Supplier<String> shape;
        private List<Component> components = List.of();

        /**
         * @param shape gives the record with its components, such as {@code org.acme.Point(int x, int y)}, without type
         *        arguments; is not asked if it cannot be sent
         */
        public RecordValue(TypeMirror type, Supplier<String> shape) {
            this.type = type;
            this.shape = shape;
        }

        @Override
        public TypeMirror type() {
            return type;
        }

        public List<Component> components() {
            return components;
        }

        public String shape() {
            return shape.get();
        }

        /** Gives the components, after this object can be found by those of them that refer back to it. */
        public void complete(List<Component> found) {
            components = List.copyOf(found);
        }

        @Override
        public List<Encoding> parts() {
            return components.stream().map(Component::encoding).toList();
        }
    }

    /** A component of a record, by the name of its accessor. */
    record Component(String name, Encoding encoding) {
    }

    /** A sealed type: which of its final subtypes it is, counted from 1, or 0 for null, then that one. */
    final class SealedValue implements Encoding {

        private final TypeMirror type;
        private List<Encoding> leaves = List.of();

        public SealedValue(TypeMirror type) {
            this.type = type;
        }

        @Override
        public TypeMirror type() {
            return type;
        }

        @Override
        public List<Encoding> parts() {
            return leaves;
        }

        /** Gives the subtypes, after this object can be found by those of them that refer back to it. */
        public void complete(List<Encoding> found) {
            leaves = List.copyOf(found);
        }
    }

    /** A collection: the number of elements, then these. */
    record Sequence(TypeMirror type, Container container, Encoding element) implements Encoding {
        @Override
        public List<Encoding> parts() {
            return List.of(element);
        }
    }

    /** A map: the number of entries, then keys and values. */
    record Mapping(TypeMirror type, Container container, Encoding key, Encoding value) implements Encoding {
        @Override
        public List<Encoding> parts() {
            return List.of(key, value);
        }
    }

    /** An array of references: its length, then the elements. */
    record ArrayValue(TypeMirror type, Encoding element) implements Encoding {
        @Override
        public List<Encoding> parts() {
            return List.of(element);
        }
    }

    /** An {@code Optional}: whether it is there, then its value or null. */
    record OptionalValue(TypeMirror type, Encoding value) implements Encoding {
        @Override
        public List<Encoding> parts() {
            return List.of(value);
        }
    }

    /** An {@code OptionalInt}, {@code OptionalLong} or {@code OptionalDouble}. */
    record OptionalNumber(TypeMirror type, String call) implements Encoding {
    }

    /**
     * Java serialization.
     *
     * @param path where the value stands, for errors at run time
     */
    record Serialized(TypeMirror type, String path) implements Encoding {
    }

    /**
     * Something that cannot travel.
     *
     * @param path where it stands in the parameter or the result
     * @param detail an argument of the message, beside the type
     */
    record Unsendable(TypeMirror type, String path, Message message, String detail) implements Encoding {
    }
}
