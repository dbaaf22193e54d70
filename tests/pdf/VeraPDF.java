// Prints one line for each profile of each file: file, profile, then the broken rules, all separated by tabs.
import java.nio.file.*;
import java.util.*;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

public class VeraPDF {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (PDFAFlavour flavour : new PDFAFlavour[] {PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_3_A}) {
                Set<String> line = new LinkedHashSet<>(List.of(file, flavour.getId()));
                try (PDFAParser parser = Foundries.defaultInstance().createParser(Files.newInputStream(Path.of(file)), flavour);
                     PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                    for (TestAssertion test : validator.validate(parser).getTestAssertions())
                        if (test.getStatus() == TestAssertion.Status.FAILED)
                            line.add(test.getRuleId().getClause() + " " + test.getMessage().replaceAll("\\s+", " "));
                }
                System.out.println(String.join("\t", line));
            }
        }
    }
}
