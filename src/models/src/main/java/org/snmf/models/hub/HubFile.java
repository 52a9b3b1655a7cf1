package org.snmf.models.hub;

import java.util.Optional;

/**
 * One file of a repository as the hub describes it.
 *
 * @param id repository
 * @param commit full hash of the revision
 * @param name path in the repository
 * @param etag name of its content: the sha256 of a large file, the git hash of a small one
 * @param size its length in bytes
 */
record HubFile(String id, String commit, String name, String etag, long size) {
    /** The sha256 that its content must have, where the etag is one. */
    Optional<String> sha256() {
        return etag.matches("[0-9a-f]{64}") ? Optional.of(etag) : Optional.empty();
    }

    /** The git blob hash (sha1) that its content must have, where the etag is one. */
    Optional<String> gitHash() {
        return etag.matches("[0-9a-f]{40}") ? Optional.of(etag) : Optional.empty();
    }
}
