package dev.polyprim.client;

import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real host: {@code polyprim serve} of this tree, with a small segment of its own. */
public final class Host implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("polyprim.root"));

  private final Process process;
  private final String address;

  private Host(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  static Host start(Path folder, String address) throws IOException {
    Path python = ROOT.resolve(".venv/bin/python").toAbsolutePath().normalize();
    if (!Files.isExecutable(python)) {
      throw new IllegalStateException("there is no " + python + ": run ./build.sh setup");
    }
    List<String> command = new ArrayList<>(List.of(python.toString(), "-m", "polyprim", "serve"));
    command.addAll(List.of(folder.resolve("java.segment").toString(), "--size", "33554432"));
    command.addAll(List.of("--address", address, "--json"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().put("XDG_CACHE_HOME", folder.toString());
    builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      throw new IllegalStateException("the host ended instead of listening");
    }
    String bound = JsonParser.parseString(line).getAsJsonObject().get("address").getAsString();
    return new Host(process, bound);
  }

  /** Where it listens. */
  public String address() {
    return address;
  }

  PolyprimClient client() {
    return patient(address).build();
  }

  /** A client for a machine that is busy with other things. */
  static PolyprimClientBuilder patient(String target) {
    return PolyprimClient.builder(target).timeout(Duration.ofMinutes(1));
  }

  @Override
  public void close() {
    process.destroy(); // SIGTERM
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      process.getInputStream().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
