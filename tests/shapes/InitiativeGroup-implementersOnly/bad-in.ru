# expect: InitiativeGroup-implementersOnly InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX role: <https://w3id.org/chiiki/vocab/role/>

DELETE { <project/1-1/group/3/participation/implementer-1> chiiki:role ?value } INSERT { <project/1-1/group/3/participation/implementer-1> chiiki:role role:partner } WHERE { <project/1-1/group/3/participation/implementer-1> chiiki:role ?value }
