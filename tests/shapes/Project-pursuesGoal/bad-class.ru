# expect: Project-pursuesGoal ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-2> chiiki:pursuesGoal <field/1> }
