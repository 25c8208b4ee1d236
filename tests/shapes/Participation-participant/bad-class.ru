# expect: Participation-participant ClassConstraintComponent
# expect: CoCreation-implementersAreItsPartners EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/co-creation/1/participation/partner-4> chiiki:participant ?value } INSERT { <project/1-1/co-creation/1/participation/partner-4> chiiki:participant <goal/1> } WHERE { <project/1-1/co-creation/1/participation/partner-4> chiiki:participant ?value }
