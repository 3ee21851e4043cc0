package io.quarkiverse.processpool.processor.read;

import java.util.Set;

import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** What classes of one package can name. */
final class TypeAccess {

    private final Elements elements;
    private final PackageElement from;

    TypeAccess(Elements elements, PackageElement from) {
        this.elements = elements;
        this.from = from;
    }

    /** Whether the type can be named from the package, and exists without an instance of a class around it. */
    boolean isAccessible(TypeElement type) {
        boolean samePackage = elements.getPackageOf(type).equals(from);
        for (Element e = type; e.getKind().isClass() || e.getKind().isInterface(); e = e.getEnclosingElement()) {
            Set<Modifier> modifiers = e.getModifiers();
            if (modifiers.contains(Modifier.PRIVATE) || !samePackage && !modifiers.contains(Modifier.PUBLIC)) {
                return false;
            }
        }
        return !isInner(type);
    }

    static boolean isInner(TypeElement type) {
        return type.getKind() == ElementKind.CLASS && type.getNestingKind().isNested()
                && !type.getModifiers().contains(Modifier.STATIC);
    }
}
