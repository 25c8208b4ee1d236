# expect: Agent-classificationScheme InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX asset-kind: <https://w3id.org/chiiki/vocab/asset-kind/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE { <../agent/NPO> org:classification ?value } INSERT { <../agent/NPO> org:classification asset-kind:港湾 } WHERE { <../agent/NPO> org:classification ?value }
