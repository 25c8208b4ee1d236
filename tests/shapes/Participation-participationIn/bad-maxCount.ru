# expect: Participation-participationIn MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <project/1-1/group/2/participation/implementer-3> ?property ?value } ;
DELETE DATA { <project/1-1/group/2> chiiki:hasParticipation <project/1-1/group/2/participation/implementer-3> } ;
INSERT DATA { <project/1-1/group/2> chiiki:hasParticipation <project/1-1/group/3/participation/implementer-3> }
