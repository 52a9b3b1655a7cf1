package org.snmf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The example project names what this build makes, and the page shows the same lines; its tests run beside this one. */
class ExampleProjectTest {
    private static Document pom(String path) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of(path).toFile());
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    @Test
    void dependsOnTheKitOfThisVersion() throws Exception {
        Element kit = pom("pom.xml").getDocumentElement();
        String version = text((Element) kit.getElementsByTagName("parent").item(0), "version");
        NodeList dependencies = pom("example/pom.xml").getElementsByTagName("dependency");
        List<String> named = new ArrayList<>();
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element one = (Element) dependencies.item(i);
            named.add(text(one, "artifactId") + " " + text(one, "version"));
        }
        assertThat(named).hasSize(2).contains("snmf-testkit " + version);
        assertThat(Files.readString(Path.of("README.md")))
                .contains("<artifactId>snmf-testkit</artifactId><version>" + version + "</version>");
    }
}
