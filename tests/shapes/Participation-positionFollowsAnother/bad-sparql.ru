# expect: Participation-positionFollowsAnother SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/group/3/participation/implementer-3> chiiki:position ?value } INSERT { <project/1-1/group/3/participation/implementer-3> chiiki:position 4 } WHERE { <project/1-1/group/3/participation/implementer-3> chiiki:position ?value }
