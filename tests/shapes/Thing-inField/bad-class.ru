# expect: Thing-inField ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <listing/1-2> chiiki:inField ?value } INSERT { <listing/1-2> chiiki:inField <goal/1> } WHERE { <listing/1-2> chiiki:inField ?value }
