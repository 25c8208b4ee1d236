# expect: Participation-participant MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-1/co-creation/1/participation/partner-1> chiiki:participant <../agent/道> . <project/1-1/co-creation/1> chiiki:implementedBy <../agent/道> }
