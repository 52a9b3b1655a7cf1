package org.snmf.magics.session;

import java.util.Optional;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;

/**
 * A hierarchy with its tree of concepts and with what it is of.
 *
 * @param hierarchy the levels
 * @param forest the tree of concepts
 * @param tokens what the columns of A are
 * @param place layer and site of A, where they are known
 */
public record HeldTree(Hierarchy hierarchy, FeatureForest forest, TokenTable tokens, Optional<StoredSite> place) {}
