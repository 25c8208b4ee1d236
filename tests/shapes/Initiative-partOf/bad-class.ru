# expect: Initiative-partOf ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE DATA { <project/1-1/group/3> a chiiki:InitiativeGroup }
