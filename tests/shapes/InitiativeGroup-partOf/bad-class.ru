# expect: InitiativeGroup-partOf ClassConstraintComponent
# expect: Initiative-projectIsThatOfItsGroup EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-2/group/1> chiiki:partOf ?value } INSERT { <project/1-2/group/1> chiiki:partOf <goal/1> } WHERE { <project/1-2/group/1> chiiki:partOf ?value }
