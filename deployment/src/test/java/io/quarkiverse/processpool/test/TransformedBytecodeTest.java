package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.deployment.builditem.BytecodeTransformerBuildItem;
import io.quarkus.deployment.builditem.GeneratedClassBuildItem;
import io.quarkus.test.QuarkusUnitTest;

/** Workers run the bytecode that Quarkus transformed or generated, not what was compiled. */
class TransformedBytecodeTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Greetings.class))
            .addBuildChainCustomizer(transformation());

    @Inject
    ProcessPool pool;

    public static class Greetings {

        @InProcessPool(workers = 1)
        public static String greet() {
            return "as compiled";
        }

        @InProcessPool
        public static String generated() throws ReflectiveOperationException {
            return Class.forName("org.acme.Generated").getSimpleName();
        }
    }

    @Test
    void aTransformedClassWinsOverTheOriginal() {
        assertThat(pool.apply(TransformedBytecodeTest_GreetingsTasks.greet()).await().indefinitely())
                .isEqualTo("as transformed");
    }

    @Test
    void aGeneratedClassIsThere() {
        assertThat(pool.apply(TransformedBytecodeTest_GreetingsTasks.generated()).await().indefinitely())
                .isEqualTo("Generated");
    }

    private static Consumer<BuildChainBuilder> transformation() {
        return chain -> chain.addBuildStep(context -> {
            context.produce(new BytecodeTransformerBuildItem(Greetings.class.getName(), (name, out) -> new Other(out)));
            context.produce(new GeneratedClassBuildItem(true, "org.acme.Generated", empty()));
        }).produces(BytecodeTransformerBuildItem.class).produces(GeneratedClassBuildItem.class).build();
    }

    private static byte[] empty() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "org/acme/Generated", null, "java/lang/Object", null);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Changes the constant. */
    private static final class Other extends ClassVisitor {

        Other(ClassVisitor out) {
            super(Opcodes.ASM9, out);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {

                @Override
                public void visitLdcInsn(Object value) {
                    super.visitLdcInsn("as compiled".equals(value) ? "as transformed" : value);
                }
            };
        }
    }
}
