import java.io.File;
import java.io.InputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

/** Says what veraPDF finds wrong with files, by one of its own profiles: a line for each thing. */
public class Judge {
    public static void main(String[] asked) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile;
        try (InputStream file = Judge.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + asked[0])) {
            profile = Profiles.profileFromXml(file);
        }
        for (int n = 1; n < asked.length; n++) {
            try (PDFAParser parser =
                            Foundries.defaultInstance().createParser(new File(asked[n]), profile.getPDFAFlavour());
                    PDFAValidator validator = ValidatorFactory.createValidator(profile, 100, false, false, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println("looked at " + result.getTotalAssertions() + " things in " + asked[n]);
                for (TestAssertion each : result.getTestAssertions()) {
                    if (each.getStatus() == TestAssertion.Status.FAILED) {
                        System.out.println("wrong: " + each.getRuleId().getClause() + " " + each.getMessage());
                    }
                }
                if (!result.isCompliant()) {
                    System.out.println("wrong: " + asked[n] + " does not follow " + asked[0]);
                }
            }
        }
    }
}
