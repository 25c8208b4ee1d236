# expect: Participation-asWritten MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-1/group/3/participation/implementer-1> chiiki:asWritten "国、" }
