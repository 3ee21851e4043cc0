package io.quarkiverse.processpool.processor.message;

import javax.tools.Diagnostic;

/**
 * The catalogue of everything that the processor can object to: an id, what is wrong, why, and the repair.
 * <p>
 * Each text is a format of its own over the same arguments, the first of which is the place: a parameter, a method or a class.
 */
public enum Message {

    PARAMETER_NOT_SENDABLE("PP-101",
            "%1$s cannot be sent to a worker",
            "%2$s is neither a type that the encoding knows nor Serializable.",
            "%3$s"),
    RESULT_NOT_SENDABLE("PP-102",
            "%1$s cannot be sent back from a worker",
            "%2$s is neither a type that the encoding knows nor Serializable.",
            "%3$s"),
    RAW_TYPE("PP-103",
            "%1$s has a raw type",
            "%2$s does not say what is in it, so no encoding can be written.",
            "Give the type arguments, such as List<String>."),
    TYPE_NOT_ACCESSIBLE("PP-104",
            "%1$s has a type that the generated code cannot use",
            "%2$s cannot be named or made from the package of the class with the marked method.",
            "Make it, and the classes around it, visible there (package-private is enough in the same package), and static."),
    FIELD_NOT_SERIALIZABLE("PP-105",
            "%1$s would fail in Java serialization",
            "%2$s is Serializable, but has the field %3$s, which is not.",
            "Make the field transient, give its class Serializable, or make the type a record of what has to travel."),
    LAZY_RESULT("PP-106",
            "%1$s cannot be sent back from a worker",
            "%2$s is read bit by bit, and its source would stay in the worker.",
            "%3$s"),
    ARRAY_OF_TYPE_VARIABLE("PP-107",
            "%1$s cannot be rebuilt in another process",
            "%2$s is an array of a type variable, whose real element type is not known there.",
            "Take or return a List instead."),
    TYPE_NOT_FOUND("PP-108",
            "%1$s has a type that cannot be resolved",
            "The compiler finds no class for %2$s, or more than one.",
            "Add the import or the dependency, or write the whole name; the compiler's own message says which."),

    PRIVATE_METHOD("PP-201",
            "%1$s is private",
            "The generated task, a class of the same package, could not call it.",
            "Make it package-private."),
    NO_BODY("PP-202",
            "%1$s is abstract",
            "A worker needs a method that it can run.",
            "Mark a method that has a body."),
    NO_CONSTRUCTOR("PP-203",
            "%1$s is an instance method, but %2$s has no usable constructor without arguments",
            "A worker makes one instance for all calls; the instance on which you call it stays in this process.",
            "Make the method static, or add a constructor that has no parameters, is not private and throws no checked exception."),
    NO_INSTANCE("PP-204",
            "%1$s is an instance method of %2$s",
            "A worker makes one instance with the constructor that has no arguments, which only a concrete class has.",
            "Make the method static, or move it into a class."),
    CLASS_TYPE_PARAMETER("PP-205",
            "%1$s depends on a type parameter of its class",
            "The worker knows only the class %2$s, not what your instance had as its type arguments.",
            "Declare the type parameter on the method, make the method static, or take the type parameter from the class."),
    THROWS_THROWABLE("PP-206",
            "%1$s declares %2$s",
            "A task is a Callable, and that throws an Exception at most.",
            "Declare Exception, or something narrower."),
    METHOD_OF_OBJECT("PP-207",
            "%1$s cannot have a factory of the same name",
            "A static method may not hide a method of java.lang.Object.",
            "Mark a method that has another name and let it call this one."),
    INJECTED_FIELD(Diagnostic.Kind.WARNING, "PP-208",
            "The field '%2$s' is not injected in a worker",
            "%1$s runs there on an instance that was made by its constructor, without a container: the field is null.",
            "Hand over what the method needs as parameters, or move the method into a class of its own."),
    HOOK_NOT_CALLABLE("PP-209",
            "%1$s is %3$s, and marked %2$s",
            "The generated worker, a class of the same package, could not call it.",
            "Make it package-private, and give it a body."),
    HOOK_PARAMETERS("PP-210",
            "%1$s has parameters, and is marked %2$s",
            "A worker calls it by itself and has nothing to hand over.",
            "Remove them, and read what the method needs from a system property or an environment variable of the pool."),
    HOOK_RESULT("PP-211",
            "%1$s returns %3$s, and is marked %2$s",
            "A worker calls it by itself, and nobody would take the result or wait for it.",
            "Make it void, wait in it for what has to be waited for, and keep what it makes in a field."),
    HOOK_WITHOUT_INSTANCE("PP-212",
            "%1$s is an instance method marked %2$s, but a worker cannot make an instance of %3$s",
            "It uses a constructor that has no parameters, is not private and throws no checked exception, of a concrete class that"
                    + " is not generic and not an inner class.",
            "Make the method static, or give the class such a constructor."),
    HOOK_THROWS("PP-213",
            "%1$s declares %3$s, and is marked %2$s",
            "A worker calls it where an Exception may be thrown at most.",
            "Declare Exception, or something narrower."),

    INNER_CLASS("PP-301",
            "%1$s is a method of an inner class",
            "An instance of %2$s captures an instance of the class around it, which stays in this process.",
            "Make the class static, or make the method static."),
    PRIVATE_CLASS("PP-302",
            "%1$s is private",
            "The generated classes stand beside it in the package and could not use %2$s.",
            "Make it package-private."),
    NAME_TAKEN("PP-303",
            "%2$s cannot be written for %1$s",
            "A class of that name exists already.",
            "Rename one of the two classes."),
    HOOK_ALONE("PP-304",
            "%1$s is marked %2$s, but its class has no method marked @InProcessPool",
            "A worker calls the methods of the class that declares the tasks which it runs, so nobody would call this one.",
            "Move it to that class, and let it call this method."),

    POOL_NAME("PP-401",
            "%1$s has the pool name \"%2$s\"",
            "A pool is named in configuration keys and logs.",
            "Use at most 64 letters, digits, '.', '_' and '-', with a letter or a digit first."),
    WORKERS("PP-402",
            "%1$s asks for %2$s workers",
            "A pool has between 1 and 1,024 worker processes.",
            "Give a number of that range, or 0 to leave it to the configuration."),
    TIMEOUT("PP-403",
            "%1$s has the timeout \"%2$s\"",
            "That is not a length of time, or less than a millisecond.",
            "Write for example \"500ms\", \"10s\", \"2m\", \"1h\" or \"PT10S\"."),
    RETRIES("PP-404",
            "%1$s asks for %2$s retries",
            "A run is repeated between 0 and 100 times.",
            "Give a number of that range."),
    TWO_SIZES("PP-405",
            "%1$s gives the pool \"%2$s\" %3$s workers, but %4$s gives it %5$s",
            "A pool has one size.",
            "Say workers at one place only, or give the two methods pools of their own."),
    NO_POOL_NAME("PP-406",
            "%1$s has no pool name, and \"%2$s\", made of the name of its class, is not a valid one",
            "A pool is named in configuration keys and logs: at most 64 letters, digits, '.', '_' and '-'.",
            "Name the pool: @InProcessPool(pool = \"…\")."),
    RETRIES_OF_INPUT("PP-407",
            "%1$s asks for %2$s retries, and has a stream as a parameter",
            "A stream can be read once, so there would be nothing in it for another run.",
            "Set retries to 0, or take a byte[] or the path of a file."),

    FAULT("PP-901",
            "The annotation processor failed at %1$s",
            "That is a fault of quarkus-process-pool-processor %2$s, not of your code: %3$s (%4$s).",
            "Please open an issue with this message and the declaration; until then, change that or take the mark away.");

    private final Diagnostic.Kind kind;
    private final String id;
    private final String what;
    private final String why;
    private final String repair;

    Message(String id, String what, String why, String repair) {
        this(Diagnostic.Kind.ERROR, id, what, why, repair);
    }

    Message(Diagnostic.Kind kind, String id, String what, String why, String repair) {
        this.kind = kind;
        this.id = id;
        this.what = what;
        this.why = why;
        this.repair = repair;
    }

    public Diagnostic.Kind kind() {
        return kind;
    }

    public String id() {
        return id;
    }

    /** The whole text: {@code [id] what: why repair}. */
    public String text(Object... arguments) {
        return String.format("[" + id + "] " + what + ": " + why + " " + repair, arguments);
    }
}
