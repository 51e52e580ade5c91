package dev.polyprim.conform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The runner of the conformance cases: commands on stdin, answers on stdout, one JSON a line. */
public final class Main {
  private Main() {}

  /**
   * Obeys until there are no more commands.
   *
   * @param args none
   * @throws IOException if stdin cannot be read
   */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err); // nothing else goes to stdout
    Runner runner = new Runner(out::println);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        runner.obey(line);
      }
    }
    System.exit(0);
  }
}
