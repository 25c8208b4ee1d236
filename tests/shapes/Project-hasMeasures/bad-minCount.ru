# expect: Project-hasMeasures MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { ?mention ?property ?value }
WHERE { ?measure chiiki:measureOf <project/1-2> . ?mention chiiki:mentionedIn ?measure ; ?property ?value } ;
DELETE { ?measure ?property ?value } WHERE { ?measure chiiki:measureOf <project/1-2> ; ?property ?value } ;
DELETE WHERE { <project/1-2/group/1> ?property ?value }
