package org.snmf.magics.adapter;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.magics.places.Places;
import org.snmf.magics.screen.Screen;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;

/**
 * The magics in IJava 1.3, which has no point where extensions are found: after {@code %jars} a cell calls
 * {@code org.snmf.magics.adapter.IJava.install()}. IJava is not on the class path when this library is built, so it is
 * reached by reflection.
 */
public final class IJava {
    private static final String KERNEL = "io.github.spencerpark.ijava.IJava";
    private static final String RENDER = "io.github.spencerpark.jupyter.kernel.display.RenderFunction";
    private static final String MAGIC = "io.github.spencerpark.jupyter.kernel.magic.registry.";

    private IJava() {}

    /**
     * Registers {@code %snmf}, {@code %%snmf} and the rendering of displays with the kernel that runs in this process.
     *
     * @throws InputException if no IJava kernel runs here
     */
    public static void install() {
        install(IJava.class.getClassLoader());
    }

    static void install(ClassLoader loader) {
        try {
            Object kernel =
                    loader.loadClass(KERNEL).getMethod("getKernelInstance").invoke(null);
            if (kernel == null) {
                throw none(null);
            }
            Places.settle();
            System.setProperty("ai.djl.offline", System.getProperty("ai.djl.offline", "true"));
            Optional<CellScope> scope = CellScope.of(kernel);
            scope.ifPresent(CellScope::bringImports);
            ReflectedScreen screen = new ReflectedScreen(kernel);
            Runner runner = new Runner(Session.current());
            register(kernel, "Line", arguments -> run(runner, scope, arguments, Optional.empty(), screen));
            register(
                    kernel,
                    "Cell",
                    arguments -> run(runner, scope, arguments, Optional.of((String) arguments[1]), screen));
            for (Shown<?> shown : Shown.ALL) {
                render(kernel, shown, screen);
            }
        } catch (ClassNotFoundException e) {
            throw none(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this IJava is not like version 1.3, for which the magics were made", e);
        }
    }

    private static InputException none(@Nullable Exception cause) {
        return new InputException(
                "install()",
                "a running IJava kernel",
                "none",
                "In JJava the magics are found without this call.",
                cause);
    }

    /** What the kernel calls: a magic with a list of words and, for a cell, the body; a rendering with a value. */
    @FunctionalInterface
    private interface Magic {
        @Nullable
        Object run(Object[] arguments) throws Exception;
    }

    private static @Nullable Object run(
            Runner runner, Optional<CellScope> scope, Object[] arguments, Optional<String> body, Screen screen)
            throws Exception {
        @SuppressWarnings("unchecked")
        List<String> words = (List<String>) arguments[0];
        return runner.run(scope.map(of -> of.words(words)).orElse(words), body, screen)
                .value();
    }

    private static void register(Object kernel, String kind, Magic magic) throws ReflectiveOperationException {
        Object magics = kernel.getClass().getMethod("getMagics").invoke(kernel);
        Class<?> type = magics.getClass().getClassLoader().loadClass(MAGIC + kind + "MagicFunction");
        Object function = proxy(type, "execute", magic);
        magics.getClass()
                .getMethod("register" + kind + "Magic", String.class, type)
                .invoke(magics, "snmf", function);
    }

    /** Makes the kernel show values of a type as the library displays them. */
    private static void render(Object kernel, Shown<?> shown, ReflectedScreen screen)
            throws ReflectiveOperationException {
        Object renderer = kernel.getClass().getMethod("getRenderer").invoke(kernel);
        Class<?> type = renderer.getClass().getClassLoader().loadClass(RENDER);
        Object registration =
                renderer.getClass().getMethod("createRegistration", Class.class).invoke(renderer, shown.type());
        registration.getClass().getMethod("preferring", String[].class).invoke(registration, (Object)
                new String[] {"text/html"});
        Object function = proxy(type, "render", arguments -> {
            Object context = arguments[1];
            Object data = context.getClass().getMethod("getOutputContainer").invoke(context);
            screen.fill(data, shown.of(arguments[0]));
            return null;
        });
        registration.getClass().getMethod("register", type).invoke(registration, function);
    }

    /** An instance of a functional interface of the kernel, whose one method {@code name} does {@code magic}. */
    private static Object proxy(Class<?> type, String name, Magic magic) {
        InvocationHandler handler = (proxy, method, arguments) ->
                method.getName().equals(name) ? magic.run(arguments) : ofObject(proxy, method, arguments);
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "snmf magic";
        };
    }
}
