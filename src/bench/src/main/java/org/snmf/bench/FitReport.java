package org.snmf.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.files.MatrixFile;
import org.snmf.files.MatrixLayout;
import org.snmf.progress.PeakMemory;
import org.snmf.progress.Progress;

/**
 * One fit in a process of its own, reported as one JSON object on standard output: what {@code compare.py} runs by turns
 * with a peer.
 *
 * <pre>FitReport MATRIX LAYOUT OUT.safetensors rank=100 sparsity=0.05 …</pre>
 *
 * The options are those of {@link SnmfOptions#toProperties()}; {@code OUT} may be {@code -}.
 */
public final class FitReport {
    private FitReport() {}

    public static void main(String[] args) {
        Map<String, String> properties = new HashMap<>();
        for (String arg : List.of(args).subList(3, args.length)) {
            properties.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        SnmfOptions options = SnmfOptions.fromProperties(properties);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (MatrixFile matrix = MatrixFile.open(args[0], MatrixLayout.of(args[1]))) {
            long[] cpu = new long[options.stopping().iterations()];
            int[] count = new int[1];
            Factorization f = Snmf.fit(
                    matrix.activations(),
                    options,
                    Progress.of(
                            step -> {
                                // Reading and a start tell of their steps too.
                                if (step.task().equals("factorize")) {
                                    cpu[count[0]++] = system.getProcessCpuTime();
                                }
                            },
                            warning -> {}));
            if (!args[2].equals("-")) {
                f.saveDense(Path.of(args[2]));
            }
            System.out.println(report(f, Arrays.copyOf(cpu, count[0])));
        }
    }

    private static ObjectNode report(Factorization f, long[] cpu) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        List<IterationStatus> trace = f.trace();
        double[] wall = new double[Math.max(1, trace.size() - 1)];
        double[] busy = new double[wall.length];
        for (int i = 1; i < trace.size(); i++) {
            wall[i - 1] = trace.get(i).seconds() - trace.get(i - 1).seconds();
            busy[i - 1] = (cpu[i] - cpu[i - 1]) * 1e-9;
        }
        json.put("iterations", trace.size());
        json.put("seconds", trace.get(trace.size() - 1).seconds());
        json.put("s_per_iter_median", median(wall));
        json.put("cpu_s_per_iter_median", median(busy));
        json.put("relative_error", trace.get(trace.size() - 1).relativeError());
        json.put("best_relative_error", f.relativeError());
        json.put("density", trace.get(trace.size() - 1).density());
        PeakMemory.residentMebibytes().ifPresent(mib -> json.put("peak_resident_mib", mib));
        ArrayNode list = json.putArray("trace");
        trace.forEach(s -> list.addArray().add(s.iteration()).add(s.seconds()).add(s.relativeError()));
        ArrayNode cpuList = json.putArray("cpu");
        for (long value : cpu) {
            cpuList.add((value - cpu[0]) * 1e-9);
        }
        return json;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
