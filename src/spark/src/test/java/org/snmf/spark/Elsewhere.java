package org.snmf.spark;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file system whose addresses begin with {@code elsewhere:}. */
public final class Elsewhere extends RawLocalFileSystem {
    @Override
    public URI getUri() {
        return URI.create("elsewhere://host");
    }

    @Override
    public String getScheme() {
        return "elsewhere";
    }

    @Override
    protected void checkPath(org.apache.hadoop.fs.Path path) {}
}
