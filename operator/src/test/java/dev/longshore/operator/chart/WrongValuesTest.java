package dev.longshore.operator.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longshore.operator.cluster.Chart;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Helm says to who mistypes a value: the value's place, and what it may be. */
class WrongValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          watchNamespace: a                 | at '': additional properties 'watchNamespace' not allowed
          image: {tga: '1'}                 | at '/image': additional properties 'tga' not allowed
          image: {repository: ''}           | at '/image/repository': minLength: got 0, want 1
          image: {tag: 1.5}                 | at '/image/tag': got number, want string
          image: {digest: latest}           | at '/image/digest': 'latest' does not match pattern
          image: {pullPolicy: always}       | at '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
          uploadService: {digest: sha256}   | at '/uploadService/digest': 'sha256' does not match pattern
          imagePullSecrets: [registry]      | at '/imagePullSecrets/0': got string, want object
          watchNamespaces: team-a           | at '/watchNamespaces': got string, want array
          watchNamespaces: [Team_A]         | at '/watchNamespaces/0': 'Team_A' does not match pattern
          watchNamespaces: [a, a]           | at '/watchNamespaces': items at 0 and 1 are equal
          crds: {keep: 'yes'}               | at '/crds/keep': got string, want boolean
          replicas: -1                      | at '/replicas': minimum: got -1, want 0
          replicas: '2'                     | at '/replicas': got string, want integer
          workers: 51                       | at '/workers': maximum: got 51, want 50
          upgradesAtOnce: 0                 | at '/upgradesAtOnce': minimum: got 0, want 1
          leaderElection: {leaseDuration: 15} | at '/leaderElection/leaseDuration': got number, want string
          leaderElection: {retryPeriod: 1m} | at '/leaderElection/retryPeriod': '1m' does not match pattern
          leaderElection: {renewDeadline: 20s} | leaderElection.renewDeadline must be shorter than leaderElection.leaseDuration
          leaderElection: {retryPeriod: 10s} | leaderElection.retryPeriod must be shorter than leaderElection.renewDeadline
          log: {format: xml}                | at '/log/format': value must be one of 'text', 'json'
          log: {level: debug}               | at '/log/level': value must be one of 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'
          serviceAccount: {create: false}   | serviceAccount.name must name a ServiceAccount that is there, since serviceAccount.create is false
          tracing: {endpoint: collector}    | at '/tracing/endpoint': 'collector' does not match pattern
          serviceAccount: {name: Upper}     | at '/serviceAccount/name': 'Upper' does not match pattern
          podAnnotations: {a: true}         | at '/podAnnotations/a': got boolean, want string
          extraEnv: {A: b}                  | at '/extraEnv': got object, want array
          extraEnv: [{name: LONGSHORE_X}]   | at '/extraEnv/0/name': 'not' failed
          resources: {memory: 1Gi}          | at '/resources': additional properties 'memory' not allowed
          nodeSelector: {gpu: 1}            | at '/nodeSelector/gpu': got number, want string
          topologySpreadConstraints: [{maxSkew: 1}] | at '/topologySpreadConstraints/0': missing properties 'topologyKey', 'whenUnsatisfiable'
          podDisruptionBudget: {maxUnavailable: half} | at '/podDisruptionBudget/maxUnavailable': 'half' does not match pattern
          networkPolicy: {apiServerPorts: []} | at '/networkPolicy/apiServerPorts': minItems: got 0, want 1
          monitoring: {kind: Prometheus}    | at '/monitoring/kind': value must be one of '', 'PodMonitor', 'ServiceMonitor'
          monitoring: {interval: 30}        | at '/monitoring/interval': got number, want string
          dashboard: {enabled: 'on'}        | at '/dashboard/enabled': got string, want boolean
          extraObjects: [{kind: Secret}]    | at '/extraObjects/0': missing property 'apiVersion'
          """)
  void isNamed(String values, String message) {
    assertThatThrownBy(() -> Chart.yaml(values)).hasMessageContaining(message);
  }
}
