package org.snmf.magics.kernel.library;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.snmf.errors.InputException;

/**
 * Artifacts with all they need at run time, as Maven itself would find them: in the person's local repository first, and
 * through the mirrors, proxies and passwords of their {@code settings.xml}.
 */
final class MavenArtifacts {
    private final List<RemoteRepository> added = new ArrayList<>();

    /** Looks in another repository too. */
    void repository(String id, String url) {
        added.add(new RemoteRepository.Builder(id, "default", url).build());
    }

    /**
     * The jars of artifacts and of all that they depend on.
     *
     * @param coordinates {@code group:artifact:version}, with type and classifier between as Maven has them
     * @throws InputException if coordinates are none, or an artifact is nowhere
     */
    List<Path> jars(List<String> coordinates) {
        try (Context maven = Runtimes.INSTANCE
                .getRuntime()
                .create(ContextOverrides.create().withUserSettings(true).build())) {
            CollectRequest wanted = new CollectRequest();
            coordinates.forEach(c -> wanted.addDependency(new Dependency(artifact(c), "runtime")));
            List<RemoteRepository> repositories = new ArrayList<>(maven.remoteRepositories());
            repositories.addAll(
                    maven.repositorySystem().newResolutionRepositories(maven.repositorySystemSession(), added));
            wanted.setRepositories(repositories);
            return maven
                    .repositorySystem()
                    .resolveDependencies(
                            maven.repositorySystemSession(), new DependencyRequest(wanted, MavenArtifacts::isNeeded))
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(artifact -> artifact.getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new InputException(
                    "%maven " + String.join(" ", coordinates),
                    "artifacts that a repository has",
                    String.valueOf(e.getMessage()),
                    "Check the coordinates and the repositories of your settings.xml, or add one with %mavenRepo ID URL.",
                    e);
        }
    }

    private static boolean isNeeded(
            org.eclipse.aether.graph.DependencyNode node, List<org.eclipse.aether.graph.DependencyNode> parents) {
        Dependency dependency = node.getDependency();
        return dependency == null
                || (!dependency.isOptional()
                        && !dependency.getScope().equals("test")
                        && !dependency.getScope().equals("provided"));
    }

    private static Artifact artifact(String coordinates) {
        try {
            return new DefaultArtifact(coordinates);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "%maven",
                    "group:artifact:version",
                    coordinates,
                    "Write, for instance, org.apache.commons:commons-csv:1.14.1.",
                    e);
        }
    }
}
