# expect: Participation-role MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <project/1-1/group/3/participation/implementer-1> chiiki:role ?value }
