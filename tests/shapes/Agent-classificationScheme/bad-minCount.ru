# expect: Agent-classificationScheme MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX agent-kind: <https://w3id.org/chiiki/vocab/agent-kind/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE { <../agent/NPO> org:classification ?value } INSERT { <../agent/NPO> org:classification agent-kind:宇宙人 } WHERE { <../agent/NPO> org:classification ?value }
