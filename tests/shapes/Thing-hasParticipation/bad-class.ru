# expect: Thing-hasParticipation ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-1/group/3> chiiki:hasParticipation <goal/1> }
