# expect: Project-hasALead MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <project/1-2/participation/lead-1> ?property ?value } ;
DELETE DATA { <project/1-2> chiiki:hasParticipation <project/1-2/participation/lead-1> ; chiiki:leadAgent <../agent/道> }
