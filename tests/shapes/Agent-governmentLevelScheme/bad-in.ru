# expect: Agent-governmentLevelScheme InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX asset-kind: <https://w3id.org/chiiki/vocab/asset-kind/>

INSERT DATA { <../agent/NPO> chiiki:governmentLevel asset-kind:港湾 }
