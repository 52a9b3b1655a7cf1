package org.snmf.experiments.judge;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;

/**
 * The paper's check of a judge: people rate the same texts without seeing the judge's scores, and the ranks are compared. A
 * sheet is a table that any spreadsheet opens: id, concept, text, and two empty columns for ratings from 0 to 2.
 */
public final class BlindSheet {
    private static final String CONCEPT = "concept_rating";
    private static final String FLUENCY = "fluency_rating";
    private static final CsvMapper CSV = new CsvMapper();
    private static final CsvSchema SCHEMA = CsvSchema.builder()
            .addColumn("id")
            .addColumn("concept")
            .addColumn("text")
            .addColumn(CONCEPT)
            .addColumn(FLUENCY)
            .setUseHeader(true)
            .build();

    private BlindSheet() {}

    /** Writes the texts in an order that tells nothing, and nothing of the judge's. */
    public static void write(List<JudgedText> texts, long seed, Path file) {
        List<JudgedText> shuffled = new ArrayList<>(texts);
        Collections.shuffle(shuffled, new Random(seed));
        StringWriter out = new StringWriter();
        try (SequenceWriter rows = CSV.writer(SCHEMA).writeValues(out)) {
            for (JudgedText t : shuffled) {
                rows.write(Map.of("id", t.id(), "concept", t.concept(), "text", t.text(), CONCEPT, "", FLUENCY, ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtomicFile.write(file, out.toString());
    }

    /**
     * A sheet that people filled in, against the judge.
     *
     * @param concept agreement on the concept
     * @param fluency agreement on the fluency
     * @param finalScore agreement on the harmonic mean
     * @param unrated texts of the sheet without both ratings
     * @param unscored rated texts without a score of the judge on both axes
     */
    public record Comparison(Agreement concept, Agreement fluency, Agreement finalScore, int unrated, int unscored) {}

    /**
     * Compares a filled sheet with the judge.
     *
     * @throws InputException if the sheet has other columns or ids, a rating off the scale, or too few that both rated
     */
    public static Comparison compare(Path filled, List<JudgedText> judged) {
        Map<String, Judgement> judge = new HashMap<>();
        judged.forEach(t -> judge.put(t.id(), t.judgement()));
        List<Judgement> people = new ArrayList<>();
        List<Judgement> machine = new ArrayList<>();
        int unrated = 0;
        int unscored = 0;
        for (Map<String, String> row : rows(filled)) {
            String id = row.getOrDefault("id", "");
            String concept = row.getOrDefault(CONCEPT, "");
            String fluency = row.getOrDefault(FLUENCY, "");
            Judgement scored = judge.get(id);
            if (scored == null) {
                throw new InputException(filled.toString(), "ids of the judged texts", "'" + id + "'", "");
            }
            if (concept.isBlank() || fluency.isBlank()) {
                unrated++;
            } else if (!scored.harmonicMean().scored()) {
                unscored++;
            } else {
                people.add(new Judgement(rating(filled, id, concept), rating(filled, id, fluency)));
                machine.add(scored);
            }
        }
        return new Comparison(
                agreement(people, machine, Judgement::concept),
                agreement(people, machine, Judgement::fluency),
                agreement(people, machine, Judgement::harmonicMean),
                unrated,
                unscored);
    }

    private static Agreement agreement(
            List<Judgement> people, List<Judgement> machine, Function<Judgement, Score> axis) {
        return Agreement.of(values(people, axis), values(machine, axis));
    }

    private static double[] values(List<Judgement> all, Function<Judgement, Score> axis) {
        return all.stream().mapToDouble(j -> axis.apply(j).value()).toArray();
    }

    private static Score rating(Path file, String id, String text) {
        String number = text.strip().replace(',', '.');
        if (number.matches("\\d+(\\.\\d+)?") && Double.parseDouble(number) <= Score.MOST) {
            return Score.of(Double.parseDouble(number), "");
        }
        throw new InputException(file + ", text " + id, "a rating from 0 to 2, or nothing", "'" + text + "'", "");
    }

    private static List<Map<String, String>> rows(Path file) {
        try (MappingIterator<Map<String, String>> rows = CSV.readerFor(Map.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(Files.readString(file))) {
            List<Map<String, String>> all = rows.readAll();
            for (Map<String, String> row : all) {
                if (!row.keySet().containsAll(List.of("id", CONCEPT, FLUENCY))) {
                    throw new InputException(
                            file.toString(),
                            "columns id, " + CONCEPT + ", " + FLUENCY,
                            row.keySet().toString(),
                            "");
                }
            }
            return all;
        } catch (IOException e) {
            String found = Files.exists(file) ? String.valueOf(e.getMessage()) : "no such file";
            throw new InputException(file.toString(), "a table with a header", found, "", e);
        }
    }
}
