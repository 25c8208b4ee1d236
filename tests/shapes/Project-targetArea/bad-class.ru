# expect: Project-targetArea ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-2> chiiki:targetArea <goal/1> }
