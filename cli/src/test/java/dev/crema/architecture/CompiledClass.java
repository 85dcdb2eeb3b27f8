package dev.crema.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A class of the project as the compiler left it: what it is called, which classes it names, which methods it calls.
 *
 * @param name with its package
 * @param references all classes in its constant pool and descriptors, itself included
 * @param calls methods as {@code owner.name descriptor}
 */
record CompiledClass(String name, Set<String> references, Set<String> calls) {
    private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([^;<]+)[;<]");

    /** All classes of the folder or jar that a class was loaded from. */
    static List<CompiledClass> besides(Class<?> member) {
        try {
            Path location = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(location)) {
                return read(location);
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + location.toUri()), Map.of())) {
                return read(jar.getPath("/"));
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("cannot read the classes beside " + member, e);
        }
    }

    private static List<CompiledClass> read(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class")).map(CompiledClass::parse).toList();
        }
    }

    private static CompiledClass parse(Path file) {
        ClassModel model;
        try {
            model = ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> references = new TreeSet<>();
        Set<String> calls = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> addClasses(references, type.asInternalName());
                case MethodTypeEntry type -> addClasses(references, type.descriptor().stringValue());
                case NameAndTypeEntry member -> addClasses(references, member.type().stringValue());
                case MemberRefEntry member -> calls.add(dotted(member.owner().asInternalName()) + "."
                        + member.name().stringValue() + " " + member.type().stringValue());
                default -> { }
            }
        }
        model.fields().forEach(field -> addClasses(references, field.fieldType().stringValue()));
        model.methods().forEach(method -> addClasses(references, method.methodType().stringValue()));
        return new CompiledClass(dotted(model.thisClass().asInternalName()), references, calls);
    }

    private static void addClasses(Set<String> references, String nameOrDescriptor) {
        if (nameOrDescriptor.startsWith("[") || nameOrDescriptor.contains(";") || nameOrDescriptor.startsWith("(")) {
            Matcher matcher = CLASS_IN_DESCRIPTOR.matcher(nameOrDescriptor);
            while (matcher.find()) {
                references.add(dotted(matcher.group(1)));
            }
        } else if (nameOrDescriptor.length() > 1) {
            references.add(dotted(nameOrDescriptor));
        }
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }

    /** The package it lies in. */
    String packageName() {
        return name.substring(0, name.lastIndexOf('.'));
    }
}
