package dev.polyprim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README is compiled and run. */
@ExtendWith(SharedHost.class)
class ReadmeTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```java\n(import .*?)```", Pattern.DOTALL);

  @Test
  void itsExampleRuns(Host host, @TempDir Path folder) throws Exception {
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
    assertTrue(example.find());
    Path source = folder.resolve("Example.java");
    String patient = host.address() + "\").timeout(Duration.ofMinutes(1)";
    Files.writeString(source, example.group(1).replace("127.0.0.1:7777\")", patient + ")"));
    String classPath = System.getProperty("java.class.path");
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), "-cp", classPath, source.toString());
    assertEquals(0, errors);
    assertEquals(List.of("1", "resize 17.png", "PT0.1S"), printed(folder));
  }

  private static List<String> printed(Path folder) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      Object none = new String[0];
      loader.loadClass("Example").getMethod("main", String[].class).invoke(null, none);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
