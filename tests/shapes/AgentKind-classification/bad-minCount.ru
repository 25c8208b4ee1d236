# expect: AgentKind-classification MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE WHERE { <../agent/NPO> org:classification ?value }
