package io.quarkiverse.processpool.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;

import org.apache.fory.Fory;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;

/** A way from a value to bytes and back, as an application would set it up: classes registered, buffers used again. */
public interface Encoding {

    byte[] write(Object value) throws IOException;

    Object read(byte[] bytes) throws IOException, ClassNotFoundException;

    /** Which there are. */
    enum Kind {
        GENERATED {
            @Override
            Encoding make(EncodingWork.Value value) {
                return new Generated(value);
            }
        },
        FORY {
            @Override
            Encoding make(EncodingWork.Value value) {
                return new ForyEncoding();
            }
        },
        KRYO {
            @Override
            Encoding make(EncodingWork.Value value) {
                return new KryoEncoding();
            }
        },
        JAVA {
            @Override
            Encoding make(EncodingWork.Value value) {
                return new JavaEncoding();
            }
        };

        abstract Encoding make(EncodingWork.Value value);
    }

    /** What the annotation processor writes. */
    final class Generated implements Encoding {

        private final EntryPoint<?, Object> entry;
        private final Encoder out = new Encoder();
        private final Decoder in = new Decoder(new byte[0]);

        @SuppressWarnings("unchecked") // the value of that kind is what the entry point encodes
        Generated(EncodingWork.Value value) {
            entry = (EntryPoint<?, Object>) value.entryPoint();
        }

        @Override
        public byte[] write(Object value) {
            out.reset(1 << 22);
            entry.encodeResult(value, out);
            return out.toByteArray();
        }

        @Override
        public Object read(byte[] bytes) {
            return entry.decodeResult(in.reset(bytes, 0, bytes.length));
        }
    }

    final class JavaEncoding implements Encoding {

        @Override
        public byte[] write(Object value) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(value);
            }
            return bytes.toByteArray();
        }

        @Override
        public Object read(byte[] bytes) throws IOException, ClassNotFoundException {
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
                return in.readObject();
            }
        }
    }

    final class KryoEncoding implements Encoding {

        private final Kryo kryo = new Kryo();
        private final Output out = new Output(1 << 10, -1);
        private final Input in = new Input();

        KryoEncoding() {
            kryo.register(EncodingWork.Order.class);
            kryo.register(EncodingWork.Address.class);
            kryo.register(ArrayList.class);
            kryo.register(double[].class);
        }

        @Override
        public byte[] write(Object value) {
            out.reset();
            kryo.writeClassAndObject(out, value);
            return out.toBytes();
        }

        @Override
        public Object read(byte[] bytes) {
            in.setBuffer(bytes);
            return kryo.readClassAndObject(in);
        }
    }

    final class ForyEncoding implements Encoding {

        private final Fory fory = Fory.builder().requireClassRegistration(true).build();

        ForyEncoding() {
            fory.register(EncodingWork.Order.class);
            fory.register(EncodingWork.Address.class);
        }

        @Override
        public byte[] write(Object value) {
            return fory.serialize(value);
        }

        @Override
        public Object read(byte[] bytes) {
            return fory.deserialize(bytes);
        }
    }
}
