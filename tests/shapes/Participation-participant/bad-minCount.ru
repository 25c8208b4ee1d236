# expect: Participation-participant MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <project/1-1/co-creation/1/participation/partner-4> chiiki:participant ?value } ;
DELETE DATA { <project/1-1/co-creation/1> chiiki:implementedBy <../agent/茜漁業協同組合> }
