package org.snmf.hierarchy.forest;

import java.io.StringWriter;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The GraphML form of a forest: one directed graph. */
final class GraphMl {
    private final XMLStreamWriter xml;

    private GraphMl(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String write(FeatureForest forest) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new GraphMl(xml).document(forest);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a forest is always writable as GraphML", e);
        }
        return text.toString();
    }

    private void document(FeatureForest forest) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("graphml");
        xml.writeDefaultNamespace("http://graphml.graphdrawing.org/xmlns");
        key("label", "node", "string");
        key("level", "node", "int");
        key("reconstruction", "node", "double");
        key("tokens", "node", "string");
        key("coefficient", "edge", "double");
        key("share", "edge", "double");
        xml.writeStartElement("graph");
        xml.writeAttribute("id", "forest");
        xml.writeAttribute("edgedefault", "directed");
        for (ForestNode node : forest.nodes()) {
            node(node);
        }
        for (ForestNode node : forest.nodes()) {
            for (ForestEdge edge : node.children()) {
                edge(node, edge);
            }
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void key(String name, String domain, String type) throws XMLStreamException {
        xml.writeEmptyElement("key");
        xml.writeAttribute("id", name);
        xml.writeAttribute("for", domain);
        xml.writeAttribute("attr.name", name);
        xml.writeAttribute("attr.type", type);
    }

    private void node(ForestNode node) throws XMLStreamException {
        xml.writeStartElement("node");
        xml.writeAttribute("id", node.id());
        data("label", node.title());
        data("level", "" + node.level());
        data("reconstruction", "" + node.share());
        data("tokens", node.tokens().stream().map(TokenStrength::text).collect(Collectors.joining(" | ")));
        xml.writeEndElement();
    }

    private void edge(ForestNode parent, ForestEdge edge) throws XMLStreamException {
        xml.writeStartElement("edge");
        xml.writeAttribute("source", parent.id());
        xml.writeAttribute("target", parent.level() - 1 + "." + edge.child());
        data("coefficient", "" + edge.coefficient());
        data("share", "" + edge.share());
        xml.writeEndElement();
    }

    private void data(String key, String value) throws XMLStreamException {
        xml.writeStartElement("data");
        xml.writeAttribute("key", key);
        xml.writeCharacters(representable(value));
        xml.writeEndElement();
    }

    /** The text with each code point that XML 1.0 cannot hold replaced by U+FFFD. */
    private static String representable(String text) {
        return text.codePoints()
                .map(c -> isXml(c) ? c : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isXml(int c) {
        return c == 0x9
                || c == 0xA
                || c == 0xD
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
