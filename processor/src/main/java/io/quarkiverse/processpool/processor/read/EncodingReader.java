package io.quarkiverse.processpool.processor.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

import com.palantir.javapoet.TypeName;

import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.model.Container;
import io.quarkiverse.processpool.processor.model.Encoding;

/**
 * Finds out how values of a type travel, by looking through the type.
 * <p>
 * It always has an answer; where something cannot travel, that is an {@link Encoding.Unsendable} in its place.
 */
final class EncodingReader {

    /** Type arguments of a record that grow with each step into it would never end. */
    private static final int MAX_FORMS_OF_A_RECORD = 16;

    private final Types types;
    private final TypeAccess access;
    private final SerializableFields fields;
    private final SerializationReader serialization;
    private final TypeMirror object;
    private final Map<String, Encoding> composites = new HashMap<>();
    private final Map<Element, Integer> openForms = new HashMap<>();
    private final Set<TypeElement> mentioned = new LinkedHashSet<>();

    EncodingReader(Elements elements, Types types, PackageElement from) {
        this.types = types;
        access = new TypeAccess(elements, from);
        fields = new SerializableFields(elements, types);
        serialization = new SerializationReader(types, access, fields, new Advice(elements, types));
        object = elements.getTypeElement("java.lang.Object").asType();
    }

    /** All classes and interfaces that were come across. */
    Set<TypeElement> mentioned() {
        return mentioned;
    }

    /** The type parameters of a method by their bounds. */
    Substitution bounds(List<? extends TypeParameterElement> parameters) {
        return Substitution.ofBounds(types, fields::isSerializable, parameters);
    }

    /** The same of the whole of a parameter, which may be a stream: that is read here while the task runs. */
    Encoding readParameter(TypeMirror type, String path, Substitution variables) {
        boolean isInput = type.getKind() == TypeKind.DECLARED
                && KnownTypes.isInput(((TypeElement) ((DeclaredType) type).asElement()).getQualifiedName().toString());
        return isInput ? new Encoding.Known(type, Encoding.Known.INPUT) : read(type, path, variables);
    }

    /**
     * @param path where a value of the type stands, such as {@code argument shape}
     * @param variables what the type variables stand for
     */
    Encoding read(TypeMirror type, String path, Substitution variables) {
        TypeMirror unresolved = Unresolved.in(type);
        if (unresolved != null) {
            return unsendable(unresolved, path, Message.TYPE_NOT_FOUND);
        }
        if (variables.hasOpenArray(type)) {
            return new Encoding.Unsendable(type, path, Message.ARRAY_OF_TYPE_VARIABLE, "");
        }
        TypeMirror applied = variables.apply(type);
        TypeMirror unresolvedBound = Unresolved.in(applied);
        return unresolvedBound == null ? read(applied, path)
                : unsendable(unresolvedBound, path, Message.TYPE_NOT_FOUND);
    }

    private Encoding read(TypeMirror type, String path) {
        if (type.getKind().isPrimitive()) {
            return new Encoding.Primitive(type, KnownTypes.primitive(type.getKind()));
        }
        return switch (type.getKind()) {
            case ARRAY -> array((ArrayType) type, path);
            case DECLARED -> declared((DeclaredType) type, path);
            case TYPEVAR -> unsendable(type, path, Message.CLASS_TYPE_PARAMETER);
            case ERROR -> unsendable(type, path, Message.TYPE_NOT_FOUND);
            default -> new Encoding.Unsendable(type, path, Message.PARAMETER_NOT_SENDABLE, "Declare a class or a record.");
        };
    }

    private Encoding array(ArrayType type, String path) {
        TypeMirror component = type.getComponentType();
        return component.getKind().isPrimitive()
                ? new Encoding.Known(type, KnownTypes.primitiveArray(component.getKind()))
                : new Encoding.ArrayValue(type, read(component, path + "[]"));
    }

    private Encoding declared(DeclaredType type, String path) {
        TypeElement element = (TypeElement) type.asElement();
        String name = element.getQualifiedName().toString();
        mentioned.add(element);
        if (KnownTypes.reference(name) != null) {
            return new Encoding.Known(type, KnownTypes.reference(name));
        }
        if (KnownTypes.box(name) != null) {
            return new Encoding.Boxed(type, KnownTypes.box(name));
        }
        if (KnownTypes.optionalNumber(name) != null) {
            return new Encoding.OptionalNumber(type, KnownTypes.optionalNumber(name));
        }
        if (!access.isAccessible(element)) {
            return unsendable(type, path, Message.TYPE_NOT_ACCESSIBLE);
        }
        if (type.getTypeArguments().size() < element.getTypeParameters().size()) {
            return unsendable(type, path, Message.RAW_TYPE);
        }
        if (Substitution.mentionsVariable(type)) {
            return unsendable(type, path, Message.CLASS_TYPE_PARAMETER);
        }
        return composite(type, element, path);
    }

    private Encoding composite(DeclaredType type, TypeElement element, String path) {
        String name = element.getQualifiedName().toString();
        if (element.getKind() == ElementKind.ENUM) {
            return new Encoding.Constant(type);
        }
        if (name.equals("java.util.Optional")) {
            return new Encoding.OptionalValue(type, read(argument(type, 0), path));
        }
        Container container = Container.of(name);
        if (container != null) {
            return container(type, container, path);
        }
        if (element.getKind() == ElementKind.RECORD) {
            return record(type, element, path);
        }
        return SealedLeaves.isClosed(element) ? sealed(type, path) : serialization.read(type, path);
    }

    private Encoding container(DeclaredType type, Container container, String path) {
        if (!container.isMap()) {
            Encoding element = read(argument(type, 0), path + "[]");
            return lacksEnum(container, element) ? serialization.read(type, path)
                    : new Encoding.Sequence(type, container, element);
        }
        Encoding key = read(argument(type, 0), path + ".keys[]");
        Encoding value = read(argument(type, 1), path + ".values[]");
        return lacksEnum(container, key) ? serialization.read(type, path) : new Encoding.Mapping(type, container, key, value);
    }

    private static boolean lacksEnum(Container container, Encoding first) {
        return container.form() == Container.Form.OF_ENUM && !(first instanceof Encoding.Constant);
    }

    private Encoding record(DeclaredType type, TypeElement element, String path) {
        String key = TypeName.get(type).toString();
        if (composites.containsKey(key)) {
            return composites.get(key);
        }
        if (openForms.merge(element, 1, Integer::sum) > MAX_FORMS_OF_A_RECORD) {
            return new Encoding.Unsendable(type, path, Message.PARAMETER_NOT_SENDABLE,
                    "Its type arguments grow with each step into it; use type arguments that do not.");
        }
        Encoding.RecordValue value = new Encoding.RecordValue(type, () -> shape(element));
        composites.put(key, value);
        Substitution arguments = Substitution.ofArguments(types, fields::isSerializable, type);
        List<Encoding.Component> components = new ArrayList<>();
        for (RecordComponentElement component : element.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            Encoding encoding = read(component.asType(), element.getSimpleName() + "." + name, arguments);
            components.add(new Encoding.Component(name, encoding));
        }
        openForms.merge(element, -1, Integer::sum);
        value.complete(components);
        return orSerialized(type, key, value, path);
    }

    private String shape(TypeElement element) {
        return element.getRecordComponents().stream()
                .map(component -> TypeName.get(types.erasure(component.asType())) + " " + component.getSimpleName())
                .collect(Collectors.joining(", ", element.getQualifiedName() + "(", ")"));
    }

    private Encoding sealed(DeclaredType type, String path) {
        String key = TypeName.get(type).toString();
        if (composites.containsKey(key)) {
            return composites.get(key);
        }
        Encoding.SealedValue value = new Encoding.SealedValue(type);
        composites.put(key, value);
        List<Encoding> leaves = new ArrayList<>();
        for (TypeMirror leaf : SealedLeaves.of(types, type)) {
            leaves.add(read(leaf, type.asElement().getSimpleName() + " as " + types.asElement(leaf).getSimpleName()));
        }
        value.complete(leaves);
        return orSerialized(type, key, value, path);
    }

    /** What cannot be looked through may still be Serializable as a whole. */
    private Encoding orSerialized(DeclaredType type, String key, Encoding composite, String path) {
        boolean isClear = composite.parts().stream().noneMatch(Encoding.Unsendable.class::isInstance);
        if (isClear || !fields.isSerializable(type)) {
            return composite;
        }
        composites.remove(key);
        return serialization.read(type, path);
    }

    private TypeMirror argument(DeclaredType type, int index) {
        TypeMirror argument = type.getTypeArguments().get(index);
        if (argument instanceof WildcardType wildcard) {
            return wildcard.getExtendsBound() == null ? object : wildcard.getExtendsBound();
        }
        return argument;
    }

    private static Encoding unsendable(TypeMirror type, String path, Message message) {
        return new Encoding.Unsendable(type, path, message, "");
    }
}
