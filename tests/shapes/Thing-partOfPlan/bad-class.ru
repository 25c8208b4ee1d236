# expect: Thing-partOfPlan ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <goal/2> chiiki:partOf ?value } INSERT { <goal/2> chiiki:partOf <field/1> } WHERE { <goal/2> chiiki:partOf ?value }
