package dev.longshore.e2e.workspace;

import dev.longshore.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/**
 * A folder of the node as a ReadWriteMany volume with a claim: what NFS or CephFS is on a larger
 * cluster.
 *
 * @param cluster the cluster that has it
 * @param name the claim's name
 * @param folder where its files lie on the node
 * @param volume the PersistentVolume behind the claim
 */
record SharedVolume(Cluster cluster, String name, String folder, PersistentVolume volume)
    implements AutoCloseable {
  private static final Map<String, Quantity> SIZE = Map.of("storage", new Quantity("20Gi"));

  static SharedVolume create(Cluster cluster, String namespace, String name) {
    String folder = "/var/lib/longshore/" + namespace + "/" + name;
    cluster.run("mkdir", "-p", folder);
    // Kubernetes gives no group to a folder of the node, so it gets the pods' owner here.
    cluster.run("chown", "65532:65532", folder);
    var volume = cluster.client().resource(volume(namespace, name, folder)).create();
    cluster
        .client()
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("")
                .withVolumeName(volume.getMetadata().getName())
                .withAccessModes("ReadWriteMany")
                .withNewResources()
                .withRequests(SIZE)
                .endResources()
                .endSpec()
                .build())
        .create();
    return new SharedVolume(cluster, name, folder, volume);
  }

  private static PersistentVolume volume(String namespace, String name, String folder) {
    return new PersistentVolumeBuilder()
        .withNewMetadata()
        .withName(namespace + "-" + name)
        .endMetadata()
        .withNewSpec()
        .withCapacity(SIZE)
        .withAccessModes("ReadWriteMany")
        .withStorageClassName("")
        .withNewHostPath()
        .withPath(folder)
        .endHostPath()
        .endSpec()
        .build();
  }

  /** Removes volume and files; the claim goes with its namespace. */
  @Override
  public void close() {
    cluster.client().resource(volume).delete();
    cluster.run("rm", "-rf", folder);
  }
}
