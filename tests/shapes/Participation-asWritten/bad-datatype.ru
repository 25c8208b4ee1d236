# expect: Participation-asWritten DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/group/3/participation/implementer-1> chiiki:asWritten ?value } INSERT { <project/1-1/group/3/participation/implementer-1> chiiki:asWritten "国"@ja } WHERE { <project/1-1/group/3/participation/implementer-1> chiiki:asWritten ?value }
