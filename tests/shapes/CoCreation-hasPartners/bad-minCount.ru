# expect: CoCreation-hasPartners MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/co-creation/1> chiiki:hasParticipation ?part . ?part ?property ?value }
WHERE { <project/1-1/co-creation/1> chiiki:hasParticipation ?part . ?part ?property ?value } ;
DELETE WHERE { <project/1-1/co-creation/1> chiiki:implementedBy ?value }
