# expect: Agent-governmentLevelScheme MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX government-level: <https://w3id.org/chiiki/vocab/government-level/>

INSERT DATA { <../agent/NPO> chiiki:governmentLevel government-level:宇宙 }
