# expect: CoCreation-partnersOnly InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX role: <https://w3id.org/chiiki/vocab/role/>

DELETE { <project/1-1/co-creation/1/participation/partner-1> chiiki:role ?value } INSERT { <project/1-1/co-creation/1/participation/partner-1> chiiki:role role:lead } WHERE { <project/1-1/co-creation/1/participation/partner-1> chiiki:role ?value }
